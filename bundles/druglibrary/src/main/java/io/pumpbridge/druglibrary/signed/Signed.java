// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.signed;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Signer;
import java.util.List;

/**
 * A document whose signatures hold, read.
 *
 * @param content what was signed
 */
public record Signed<T>(T document, Bytes content, List<Signer> signers) {
  public Signed {
    signers = List.copyOf(signers);
  }

  /** Of the signed content. */
  public String sha256() {
    return EventRecord.hashOf(content);
  }
}
