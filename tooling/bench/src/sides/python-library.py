# The transfers of the old Python library, kamaki. The parent says when: a line of JSON comes in for each order, and one goes out.
# It runs on Python 2.7, for which the library is written, and on a Python 3 that can import it.
import gc
import json
import os
import resource
import shutil
import sys
import time

from kamaki.clients.pithos import PithosClient


class Transfers(object):
    """Each public method is a side: first what is not measured, then what is, as a function."""

    def __init__(self, given):
        target = given['target']
        self._folder = given['folder']
        self._names = given['names']
        self._is_flushed = given['isFlushed']
        self._client = PithosClient(target['pithosUrl'], target['token'], target['uuid'], given['container'])
        # What it learns of a container is asked for once, as its documentation advises.
        self._cache = {}

    def upload(self):
        self._client.container_put()
        return lambda: self._upload('object', os.path.join(self._folder, 'source'))

    def download(self):
        path = os.path.join(self._folder, 'downloaded')
        if os.path.exists(path):
            os.remove(path)
        return lambda: self._download('object', path)

    def upload_each(self):
        self._client.container_put()

        def run():
            for name in self._names:
                self._upload(name, os.path.join(self._folder, 'tree', name))
        return run

    def download_each(self):
        target = os.path.join(self._folder, 'down')
        shutil.rmtree(target, ignore_errors=True)
        for folder in set(os.path.dirname(name) for name in self._names):
            os.makedirs(os.path.join(target, folder))

        def run():
            for name in self._names:
                self._download(name, os.path.join(target, name))
        return run

    def _upload(self, name, path):
        with open(path, 'rb') as source:
            self._client.upload_object(name, source, container_info_cache=self._cache)

    def _download(self, name, path):
        with open(path, 'wb+') as target:
            self._client.download_object(name, target)
            if self._is_flushed:
                target.flush()
                os.fsync(target.fileno())
        if self._is_flushed:
            folder = os.open(os.path.dirname(path), os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(run):
    gc.collect()
    cpu = cpu_seconds()
    start = time.time()
    run()
    return {'ms': (time.time() - start) * 1000, 'cpuMs': (cpu_seconds() - cpu) * 1000}


def say(answer):
    sys.stdout.write(json.dumps(answer) + '\n')
    sys.stdout.flush()


given = json.loads(sys.argv[1])
prepare = getattr(Transfers(given), given['side'])
for order in iter(sys.stdin.readline, ''):
    if json.loads(order) == 'prepare':
        run = prepare()
        say('ready')
    else:
        say(measure(run))
