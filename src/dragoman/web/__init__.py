"""The record in a browser: pages, their JSON twins, feeds and an API, over a store.

``application`` puts it together; ``answering`` turns data into a page or its twin; ``guarding`` is what every request
goes through; ``problems`` what is answered when something is wrong. A group of pages is a file with a router
(``reading``: front page, stories, storylines, documents, events; ``feeds``), its templates in ``templates/``.
"""
