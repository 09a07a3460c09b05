"""The screen: state comes down, messages go up, and no widget ever calls the store."""
