package org.plumbline.core.ppo;

/** Mean and variance of all numbers so far, batch by batch (Chan et al. 1979, parallel variance). */
final class RunningMoments {
    private double count;
    private double mean;
    private double squares;

    RunningMoments() {}

    RunningMoments(double count, double mean, double squares) {
        this.count = count;
        this.mean = mean;
        this.squares = squares;
    }

    void add(double[] batch) {
        double batchMean = Advantages.sum(batch) / batch.length;
        double batchSquares = 0;
        for (double x : batch) {
            batchSquares += (x - batchMean) * (x - batchMean);
        }
        double total = count + batch.length;
        double difference = batchMean - mean;
        squares += batchSquares + difference * difference * count * batch.length / total;
        mean += difference * batch.length / total;
        count = total;
    }

    double mean() {
        return mean;
    }

    /** With Bessel's correction; 0 of fewer than two numbers. */
    double deviation() {
        return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
    }

    double count() {
        return count;
    }

    /** Sum of squared distances to the mean. */
    double squares() {
        return squares;
    }
}
