def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.count('BUILD SUCCESS') == 2
assert log.contains('[INFO] stereotype-pairs (log-likelihood of the shared end): 12 scored, 0 unparsed, 0 failed')
assert log.contains('stereotype-pairs.pct_stereotype: ')

def out = new File(basedir, 'target/plumbline/eval')
assert new File(out, 'items.jsonl').readLines('UTF-8').size() == 12
assert new File(out, 'results.json').getText('UTF-8').contains('"plumbline.results/1"')
assert new File(basedir, 'target/plumbline/junit.xml').file
true
