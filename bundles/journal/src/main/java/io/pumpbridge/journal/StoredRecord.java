// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;

/**
 * A row: what stands in the file of one record.
 *
 * @param previousHash in the clear
 * @param hash in the clear
 * @param sealed the canonical bytes, sealed
 */
record StoredRecord(long sequence, Bytes previousHash, Bytes hash, Bytes sealed) {

  /** What it takes on disk. */
  long footprint() {
    return Footprint.of(previousHash.length() + hash.length() + sealed.length());
  }
}
