"""Where everything meets: start page, Today, My page's frame, search, navigation."""
