// SPDX-License-Identifier: Apache-2.0
/**
 * Libraries from spreadsheets. The mapping of columns and units is documented in this bundle's
 * CSV.md; nothing is guessed, and what comes out is read as strictly as any other library.
 */
@NullMarked
package io.pumpbridge.druglibrary.csv;

import org.jspecify.annotations.NullMarked;
