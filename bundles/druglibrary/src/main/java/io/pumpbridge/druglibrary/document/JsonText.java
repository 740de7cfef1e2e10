// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;

/** JSON for people: what fits a line stands in a line, and fields keep their order. */
public final class JsonText {
  /** A line of limits with all its figures. */
  private static final int MAX_LINE = 200;

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /**
   * @param tree maps with text as keys, lists, text, whole numbers and booleans
   */
  public static String of(Map<String, Object> tree) {
    JsonText text = new JsonText();
    text.write(tree, 0);
    return text.out.append('\n').toString();
  }

  private void write(Object value, int indent) {
    if (value instanceof Map<?, ?> map) {
      map(map, indent);
    } else if (value instanceof List<?> list) {
      list(list, indent);
    } else if (value instanceof String text) {
      out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
    } else {
      out.append(value);
    }
  }

  private void map(Map<?, ?> map, int indent) {
    boolean inLine = map.isEmpty() || fits(map);
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> field : map.entrySet()) {
      out.append(separator);
      next(inLine, indent + 2);
      write(String.valueOf(field.getKey()), 0);
      out.append(": ");
      write(field.getValue(), indent + 2);
      separator = ",";
    }
    next(inLine, indent);
    out.append('}');
  }

  private void list(List<?> list, int indent) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      next(false, indent + 2);
      write(element, indent + 2);
      separator = ",";
    }
    next(list.isEmpty(), indent);
    out.append(']');
  }

  private void next(boolean inLine, int indent) {
    out.append(inLine ? "" : "\n" + " ".repeat(indent));
    if (inLine) {
      out.append(' ');
    }
  }

  /** Only what holds no list, and is short. */
  private static boolean fits(Map<?, ?> map) {
    int length = 0;
    for (Map.Entry<?, ?> field : map.entrySet()) {
      if (field.getValue() instanceof List || depth(field.getValue()) > 1) {
        return false;
      }
      length += String.valueOf(field.getKey()).length() + field.getValue().toString().length() + 6;
    }
    return length < MAX_LINE && map.values().stream().noneMatch(JsonText::isWide);
  }

  private static int depth(Object value) {
    return value instanceof Map<?, ?> map
        ? 1 + map.values().stream().mapToInt(JsonText::depth).max().orElse(0)
        : 0;
  }

  private static boolean isWide(Object value) {
    return value instanceof String text && text.length() > MAX_LINE / 2;
  }
}
