"""Writes a tiny random causal model and the numbers that FamilyParityTest compares with.

Usage: python reference_numbers.py MODEL_TYPE OUT_DIR [key=value ...]
Needs torch, transformers and safetensors. Keys are those of config.json; the tokenizer is copied from the fixture `llama`.
"""

import json
import pathlib
import shutil
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

ROWS, PROMPT, RESPONSE, GREEDY, VOCABULARY = 2, 21, 6, 24, 384


def main(model_type, out, *settings):
    values = dict(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, pad_token_id=0, bos_token_id=1, eos_token_id=2)
    values.update((key, json.loads(value)) for key, value in (s.split("=", 1) for s in settings))
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(model_type, **values), attn_implementation="eager").eval()
    for parameter in model.parameters():
        # Norms that are all ones would hide a norm that is not applied.
        parameter.data += 0.1 * torch.randn_like(parameter)
    model.save_pretrained(out)
    fixture = pathlib.Path(__file__).parent.parent / "alignment-core/src/test/resources/fixtures/llama"
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(fixture / name, out)

    ids = torch.randint(3, VOCABULARY, (ROWS, PROMPT))
    mask = torch.ones_like(ids)
    mask[0, :5], ids[0, :5] = 0, 0
    reference = {"input_ids": ids, "attention_mask": mask}
    with torch.no_grad():
        reference["logits"] = model(input_ids=ids, attention_mask=mask, position_ids=positions(mask)).logits
        reference["greedy"] = model.generate(
            input_ids=ids, attention_mask=mask, max_new_tokens=GREEDY, min_new_tokens=GREEDY, do_sample=False, eos_token_id=None)
    reference.update(("ppo." + key, value) for key, value in ppo(model, ids, mask).items())
    save_file({key: value.contiguous() for key, value in reference.items()}, pathlib.Path(out) / "reference.safetensors")


def positions(mask):
    return (mask.cumsum(1) - 1).clamp(min=0)


def ppo(model, prompts, prompt_mask):
    """One clipped update and the log-probs after three: AdamW 1e-3, no decay, gradient norm clipped at 1, ratio clip 0.2."""
    sequences = torch.cat([prompts, torch.randint(3, VOCABULARY, (ROWS, RESPONSE))], 1)
    mask = torch.cat([prompt_mask, torch.ones(ROWS, RESPONSE, dtype=torch.long)], 1)
    trained = torch.ones(ROWS, RESPONSE)
    trained[1, -2:] = 0
    temperature = torch.tensor(0.7)

    def log_probs():
        logits = model(input_ids=sequences, attention_mask=mask, position_ids=positions(mask)).logits
        scaled = logits[:, -RESPONSE - 1 : -1] / temperature
        return torch.log_softmax(scaled, -1).gather(-1, sequences[:, -RESPONSE:, None])[..., 0]

    before = log_probs().detach()
    old = before - 0.3 * torch.randn(ROWS, RESPONSE)
    advantages = torch.randn(ROWS, RESPONSE)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0)
    first = None
    for _ in range(3):
        optimizer.zero_grad()
        ratio = torch.exp(log_probs() - old)
        loss = (torch.maximum(-advantages * ratio, -advantages * ratio.clamp(0.8, 1.2)) * trained).sum() / trained.sum()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        first = first or (loss.detach().clone(), norm.detach().clone())
        optimizer.step()
    return {
        "sequences": sequences, "attention_mask": mask, "response_mask": trained, "temperature": temperature,
        "old_logprobs": old, "advantages": advantages, "loss": first[0], "grad_norm": first[1],
        "logprobs_before": before, "logprobs_after": log_probs().detach()}


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
