"""The loss is computed in train.loss_and_grads."""
