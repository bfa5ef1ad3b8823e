"""A batch on a cluster of machines, by Dask: imported only where ``--cluster`` is given.

``address.py`` says where the cluster is, ``connection.py`` opens it, ``admission.py`` tells workers the terms,
``wire.py`` is what goes to them and comes back, ``worker.py`` what runs there, ``workers.py`` how many there are,
``dispatch.py`` sends photos out and keeps the books.
"""
