// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.model.health.HealthCheck;
import java.util.Optional;

/** Whether there is a library to judge by. */
public final class LibraryHealth implements HealthCheck {
  private final LibraryShelf shelf;

  public LibraryHealth(LibraryShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public String part() {
    return "druglibrary";
  }

  @Override
  public Health check() {
    boolean inForce = shelf.inForce().isPresent();
    Optional<Trouble> trouble = shelf.trouble();
    if (trouble.isPresent()) {
      return new Health(
          inForce ? Level.WARNING : Level.CRITICAL,
          trouble.get().code(),
          (inForce ? "" : "No drug library is in force. ") + trouble.get().sentence());
    }
    return inForce
        ? Health.WELL
        : new Health(
            Level.WARNING,
            "library-none",
            "No drug library has been received yet; the pump server must send one.");
  }
}
