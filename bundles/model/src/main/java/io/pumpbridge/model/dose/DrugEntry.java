// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of a care area: a drug in one preparation, with the limits for each way of giving it.
 *
 * @param therapy tells lines of the same drug apart, for example by indication
 * @param modes each at most once, one at least
 * @param details what people need to know of the line and the guard does not
 */
public record DrugEntry(
    String drug,
    Optional<String> therapy,
    Preparation preparation,
    List<ModeLimits> modes,
    Details details) {

  /**
   * @param highAlert it does grave harm when it is given wrongly (ISMP's list)
   * @param advisory what a clinician is told when the drug is chosen
   * @param rxNorm the concept's number in RxNorm
   */
  public record Details(
      boolean highAlert,
      Optional<String> diluent,
      Optional<String> advisory,
      Optional<String> rxNorm,
      Source source) {
    private static final Pattern RXCUI = Pattern.compile("[1-9][0-9]{0,7}");

    public Details {
      if (rxNorm.isPresent() && !RXCUI.matcher(rxNorm.get()).matches()) {
        throw new IllegalArgumentException("an RxNorm concept is a number of 1 to 8 digits");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a unit does not fit the preparation, or a mode stands there
   *     twice or none at all
   */
  public DrugEntry {
    modes = List.copyOf(modes);
    if (drug.isBlank()) {
      throw new IllegalArgumentException("a drug needs a name");
    }
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("an entry needs one way of giving the drug");
    }
    if (modes.stream().map(ModeLimits::mode).distinct().count() < modes.size()) {
      throw new IllegalArgumentException("a mode stands there twice");
    }
    requireFitting(preparation, modes);
  }

  private static void requireFitting(Preparation preparation, Collection<ModeLimits> modes) {
    Substance substance = preparation.substance();
    modes.stream()
        .filter(mode -> !mode.measures(substance))
        .findFirst()
        .ifPresent(
            mode -> {
              throw new IllegalArgumentException(
                  "the units of its "
                      + mode.mode().wireName()
                      + " do not measure what is in it: "
                      + preparation);
            });
  }

  public Optional<ModeLimits> find(DeliveryMode mode) {
    return modes.stream().filter(found -> found.mode() == mode).findFirst();
  }

  /**
   * What makes lines the same line, for each way of giving the drug. Real libraries hold a drug in
   * bags that are as strong but not as large, and in one bag dosed with and without the weight.
   */
  public Stream<Identity> identities() {
    Preparation.Same same = preparation.identity();
    return modes.stream()
        .map(
            limits ->
                new Identity(drug, therapy, same, limits.mode(), limits.dose().unit().dimension()));
  }

  /**
   * Of a line.
   *
   * @param dose what the dosing unit measures
   */
  public record Identity(
      String drug,
      Optional<String> therapy,
      Preparation.Same preparation,
      DeliveryMode mode,
      Dimension dose) {}

  /** As people call it: the drug, and what it is given for if that matters. */
  public String title() {
    return therapy.map(found -> drug + " (" + found + ")").orElse(drug);
  }
}
