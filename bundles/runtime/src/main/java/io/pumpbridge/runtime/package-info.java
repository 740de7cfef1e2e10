// SPDX-License-Identifier: Apache-2.0
/** The command line {@code pump-bridge}: how people and scripts meet the product. */
@NullMarked
package io.pumpbridge.runtime;

import org.jspecify.annotations.NullMarked;
