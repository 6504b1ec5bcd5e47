"""Checks and publishes the site that `sitebuilder` builds."""
