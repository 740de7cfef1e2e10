// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong in a table, with the line and the column; so many as people mend in one go. */
public final class Mistakes {
  public static final int MAX = 500;

  /**
   * @param line of the file, from 1; 0 if it is about all of it
   * @param column from 1; 0 if it is about the line
   * @param name of the column; empty if it has none
   * @param problem a sentence
   */
  public record Mistake(int line, int column, String name, String problem) {}

  private final List<Mistake> mistakes = new ArrayList<>();
  private int count;

  void add(int line, int column, String name, String problem) {
    count++;
    if (mistakes.size() < MAX) {
      mistakes.add(new Mistake(line, column, name, problem));
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public List<Mistake> all() {
    return mistakes.stream()
        .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
        .toList();
  }

  public int left() {
    return count - mistakes.size();
  }
}
