// SPDX-License-Identifier: Apache-2.0
/**
 * Signed drug libraries and associations: read strictly, verified, kept as the signed bytes they
 * came in, and verified again whenever they are read back. What fails any check is refused with a
 * code and the last good state stays.
 */
@NullMarked
package io.pumpbridge.druglibrary;

import org.jspecify.annotations.NullMarked;
