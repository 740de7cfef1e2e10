// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

/** What may be left of what was not synced when the power is cut. */
public enum CutKind {
  /** Nothing. */
  DROPPED,
  /** All: as if only the program had died. */
  KEPT,
  /** All, but the last write ends in its middle, at a sector of 512 bytes. */
  TORN_512,
  /** Likewise, at a page of 4096 bytes. */
  TORN_4096,
  /** All names and sizes, but zeros or what was there before where the bytes should be. */
  ZEROED,
  /** All bytes, but no name that was made, changed or taken away. */
  NAMES_FORGOTTEN,
  /** All names, but nothing else. */
  BYTES_FORGOTTEN,
  /** Each sector by itself there or not. */
  SCATTERED_512,
  /** Each page by itself there or not. */
  SCATTERED_4096,
  /** Some names, and of each file something else of the above. */
  MIXED
}
