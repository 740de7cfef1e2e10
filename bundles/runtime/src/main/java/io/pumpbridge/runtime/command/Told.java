// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.List;
import java.util.Map;

/** A tree of JSON that one of our own ports told, for whoever turns it into words. */
record Told(Map<?, ?> tree) {

  boolean has(String name) {
    return tree.containsKey(name);
  }

  boolean is(String name) {
    return Boolean.TRUE.equals(tree.get(name));
  }

  /** Text or a number as it stands; empty if there is nothing. */
  String text(String name) {
    Object value = tree.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  /** 0 if it is no number. */
  long number(String name) {
    return tree.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** An object within; an empty one if there is none. */
  Told at(String name) {
    return tree.get(name) instanceof Map<?, ?> map ? new Told(map) : new Told(Map.of());
  }

  /** The objects of a list; none if there is no list. */
  List<Told> list(String name) {
    return tree.get(name) instanceof List<?> list
        ? list.stream().map(one -> new Told(one instanceof Map<?, ?> map ? map : Map.of())).toList()
        : List.of();
  }
}
