// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import io.pumpbridge.model.measure.Bytes;
import java.util.List;

/** What was signed, with everybody who did. */
public record SignedContent(Bytes content, List<Signer> signers) {
  public SignedContent {
    signers = List.copyOf(signers);
  }
}
