def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('[INFO] PASS. Both rules hold.')
assert log.contains('[INFO] PASS, a third less: ')
assert log.contains('[INFO] PASS. The rule holds.')

def report = new File(basedir, 'target/plumbline/report.json').getText('UTF-8')
assert report.contains('stricter.yaml, sha256 ')
assert report.contains('"plumbline gate target/first/report.json --policy stricter.yaml"')
true
