def log = new File(basedir, 'build.log').readLines('UTF-8')
def policy = new File(basedir, 'rules/strict.yaml').path
def problems = log.findAll { it.startsWith("[ERROR] $policy:") }.collect { it - "[ERROR] $policy:" }
assert problems.any { it.startsWith('1:8: alpha') }
assert problems.any { it.startsWith('4:11: rules[0].limt') }
assert problems.any { it.startsWith('6:16: rules[1].direction') }
assert log.any { it.startsWith('[ERROR] Failed to execute goal') && it.endsWith(': Nothing was judged.') }
assert !new File(basedir, 'target/plumbline').exists()
true
