def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('[WARNING] INCONCLUSIVE, seldom rude: ')
assert log.contains('[INFO] PASS, manners.words: ')
assert log.readLines().any {
    it.startsWith('[ERROR] Failed to execute goal') && it.contains(': INCONCLUSIVE. Decided by "seldom rude": ')
}

def junit = new File(basedir, 'target/plumbline/junit.xml').getText('UTF-8')
assert junit.contains('<testsuite name="plumbline.gate" tests="2" failures="0" errors="1" skipped="0">')
true
