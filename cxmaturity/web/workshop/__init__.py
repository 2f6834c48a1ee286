"""The pages and endpoints of workshops: phones and projected screen."""
