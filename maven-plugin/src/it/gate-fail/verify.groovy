def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('[ERROR] FAIL, manners.rude: ')
assert log.contains('[INFO] PASS, manners.words: ')
assert log.contains('[INFO]   to fail: p ')
def page = new File(basedir, 'target/plumbline/report.html')
assert log.readLines().any {
    it.startsWith('[ERROR] Failed to execute goal') && it.contains(': FAIL. Decided by "manners.rude": ') && it.contains("Report: $page")
}
assert page.file

def junit = new File(basedir, 'target/plumbline/junit.xml').getText('UTF-8')
assert junit.contains('<testsuite name="plumbline.gate" tests="2" failures="1" errors="0" skipped="0">')
assert junit.contains('<failure message="FAIL: manners.rude')
true
