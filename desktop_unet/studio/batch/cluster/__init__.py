"""A batch on a cluster of machines, by Dask: imported only where ``--cluster`` is given.

``address.py`` says where the cluster is, ``connection.py`` opens it, ``wire.py`` is what goes to workers and comes
back, ``worker.py`` what runs there, ``dispatch.py`` sends photos out and keeps the books.
"""
