"""`scrapy browse`: the analysts' page over the database, a plug-in of Datasette's."""
