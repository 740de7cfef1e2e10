// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Optional;

/**
 * What somebody says is in the bag or syringe.
 *
 * @param drug as the library names it
 * @param therapy where the library has several lines of the drug
 * @param concentration as it stands on the label; none for a fluid
 */
public record Medication(
    String drug, Optional<String> therapy, Optional<Concentration> concentration) {}
