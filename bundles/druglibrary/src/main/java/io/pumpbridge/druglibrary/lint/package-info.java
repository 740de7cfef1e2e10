// SPDX-License-Identifier: Apache-2.0
/**
 * What a pharmacist should look at before a library is signed. Pure: the same document and the same
 * day give the same findings. The rules follow what ISMP asks of drug libraries (Guidelines for
 * Optimizing Safe Implementation and Use of Smart Infusion Pumps, 2020, section 2; List of
 * High-Alert Medications in Acute Care Settings; List of Error-Prone Abbreviations) and the gaps
 * that a real, public library showed.
 */
@NullMarked
package io.pumpbridge.druglibrary.lint;

import org.jspecify.annotations.NullMarked;
