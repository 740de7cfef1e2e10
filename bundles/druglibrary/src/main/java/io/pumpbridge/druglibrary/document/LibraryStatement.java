// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What two people say of libraries that were signed before: these count no more, and perhaps that
 * an earlier one counts again.
 *
 * @param number only ever goes forward; 1 or more
 * @param reason a sentence, as people wrote it
 * @param withdrawn all that ever were, 1 to 64
 * @param stepBack the library that takes their place; a newer one replaces it as always
 */
public record LibraryStatement(
    String hospital,
    String id,
    long number,
    Instant issued,
    String reason,
    List<Named> withdrawn,
    Optional<Named> stepBack) {

  /**
   * One library.
   *
   * @param sha256 of its content, which decides; the version is for people
   */
  public record Named(long version, String sha256) {}

  public LibraryStatement {
    withdrawn = List.copyOf(withdrawn);
    Set<String> contents = new HashSet<>();
    for (Named one : withdrawn) {
      if (!contents.add(one.sha256())) {
        throw new IllegalArgumentException("names a withdrawn library twice");
      }
    }
    if (number < 1) {
      throw new IllegalArgumentException("a statement's number is 1 or more");
    }
    if (stepBack.isPresent() && contents.contains(stepBack.get().sha256())) {
      throw new IllegalArgumentException("steps back to a library that it withdraws");
    }
    if (stepBack.isPresent() && stepBack.get().version() >= highest(withdrawn)) {
      throw new IllegalArgumentException("steps back to a version that is not an earlier one");
    }
  }

  private static long highest(List<Named> withdrawn) {
    return withdrawn.stream().mapToLong(Named::version).max().orElse(0);
  }

  public boolean withdraws(String sha256) {
    return withdrawn.stream().anyMatch(one -> one.sha256().equals(sha256));
  }

  /** The contents withdrawn. */
  public Set<String> contents() {
    return withdrawn.stream().map(Named::sha256).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The library to step back to, where the highest version that ever was in force is one that it
   * withdraws or an earlier one. Who is already further goes on from there.
   */
  public Optional<Named> stepBackFrom(long highest) {
    return stepBack.filter(target -> highest <= highest(withdrawn));
  }
}
