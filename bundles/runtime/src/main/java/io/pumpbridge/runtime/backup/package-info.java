// SPDX-License-Identifier: Apache-2.0
/**
 * A gateway's configuration in one signed file, and back again, perhaps on another gateway: without
 * keys, credentials or anything of a patient.
 */
@NullMarked
package io.pumpbridge.runtime.backup;

import org.jspecify.annotations.NullMarked;
