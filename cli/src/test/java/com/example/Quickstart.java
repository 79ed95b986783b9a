package com.example;

import java.nio.file.Path;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.ppo.PpoSettings;
import org.plumbline.core.ppo.PpoTrainer;
import org.plumbline.core.reward.RewardPipeline;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.PromptFile;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.Suites;
import org.plumbline.eval.spi.Subject;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Verdict;
import org.plumbline.reports.render.Report;
import org.plumbline.reports.render.ReportFiles;
import org.plumbline.reports.render.Reports;

/** Aligns a model, evaluates it before and after, and judges the difference. */
class Quickstart {
    static Verdict align(Path model, Path prompts, PpoSettings settings, Path gate, Path run) {
        var runtime = TorchRuntime.on("auto");
        var suites = Suites.parse("- {suite: toxicity, options: {samples-per-prompt: 2, max-new-tokens: 16}}");
        var rewards = RewardPipeline.parse("""
                - {shaper: toxicity, weight: 1.0}
                - {shaper: fluency, weight: 0.5}
                """);
        try (Policy policy = Policy.load(model, runtime)) {
            Evaluation before = Evaluation.run(Subject.of(policy), suites);
            PpoTrainer trainer = new PpoTrainer(policy, PromptFile.read(prompts), rewards, settings);
            Path aligned = trainer.train(run).model();
            try (Policy better = Policy.load(aligned, runtime)) {
                Evaluation after = Evaluation.run(Subject.of(better), suites);
                Report report = Reports.ofEvaluations(before, after, rewards.scorers(), run, "Quickstart.align")
                        .judgedBy(GatePolicy.read(gate));
                ReportFiles.write(report, run);
                return report.verdict().orElseThrow();
            }
        }
    }
}
