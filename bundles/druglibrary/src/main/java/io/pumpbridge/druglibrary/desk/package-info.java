// SPDX-License-Identifier: Apache-2.0
/** What people ask about libraries at the command line. */
@NullMarked
package io.pumpbridge.druglibrary.desk;

import org.jspecify.annotations.NullMarked;
