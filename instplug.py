import sys; sys.path.insert(0,'/tmp/hq')
def pytest_collection_finish(session):
    import inst
