package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import org.plumbline.core.torch.TorchScope;

/**
 * Sequences as tensors: ids int64 [B, T], right-padded with token 0, so that causal attention needs no mask; and the N
 * scored tokens, flat, each with the position whose hidden state predicts it.
 *
 * @param ids int64 [B, T]
 * @param index int64 [N], positions in the flattened [B * T]
 * @param targets int64 [N], the scored tokens; 0 for the state after the last one
 */
record TokenBatch(PtNDArray ids, PtNDArray index, PtNDArray targets) {

    static TokenBatch of(TorchScope scope, List<TokenSequence> sequences) {
        int rows = sequences.size();
        int width = 0;
        int scored = 0;
        for (TokenSequence sequence : sequences) {
            width = Math.max(width, sequence.tokens().length);
            scored += sequence.positions();
        }
        long[] ids = new long[rows * width];
        long[] index = new long[scored];
        long[] targets = new long[scored];
        int n = 0;
        for (int row = 0; row < rows; row++) {
            long[] tokens = sequences.get(row).tokens();
            System.arraycopy(tokens, 0, ids, row * width, tokens.length);
            for (int t = sequences.get(row).firstScored(); t < tokens.length; t++) {
                index[n] = (long) row * width + t - 1;
                targets[n] = tokens[t];
                n++;
            }
            if (sequences.get(row).withAfter()) {
                // Token 0 stands for the token that was never sampled; its log-prob is not used.
                index[n++] = (long) row * width + tokens.length - 1;
            }
        }
        return new TokenBatch(scope.longs(ids, rows, width), scope.longs(index, scored), scope.longs(targets, scored));
    }
}
