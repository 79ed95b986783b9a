def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('[INFO] PASS, manners.rude: ')
assert log.contains('[INFO] PASS, manners.words: ')
assert log.contains('[INFO] PASS. Both rules hold.')
assert log.contains('BUILD SUCCESS')

def out = new File(basedir, 'target/plumbline')
assert out.list().sort().toList() == ['junit.xml', 'report.html', 'report.json', 'report.md']
def junit = new File(out, 'junit.xml').getText('UTF-8')
assert junit.contains('<testsuite name="plumbline.gate" tests="2" failures="0" errors="0" skipped="0">')
assert new File(out, 'report.json').getText('UTF-8').contains('"plumbline gate ')
true
