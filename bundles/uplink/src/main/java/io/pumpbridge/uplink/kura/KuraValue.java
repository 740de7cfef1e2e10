// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import io.pumpbridge.model.measure.Bytes;

/** A metric's value; one record for each of Kura's seven types. */
public sealed interface KuraValue {

  /** {@code DOUBLE} (0); ours never carry one, others' may. */
  record Double64(double value) implements KuraValue {}

  /** {@code FLOAT} (1). */
  record Float32(float value) implements KuraValue {}

  /** {@code INT64} (2). */
  record Int64(long value) implements KuraValue {}

  /** {@code INT32} (3). */
  record Int32(int value) implements KuraValue {}

  /** {@code BOOL} (4). */
  record Flag(boolean value) implements KuraValue {}

  /** {@code STRING} (5). */
  record Text(String value) implements KuraValue {}

  /** {@code BYTES} (6). */
  record Binary(Bytes value) implements KuraValue {}
}
