// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The one way of writing: RFC 8785 (JSON Canonicalization Scheme) for what {@link Fields} can hold.
 * No white space, keys sorted by UTF-16 code units, shortest escapes. Numbers are whole, so the
 * scheme's floating-point rules never apply; {@link Fields} keeps out integers beyond 2^53 and
 * unpaired surrogates, so the text always has one UTF-8 form.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  public static String write(Fields fields) {
    StringBuilder out = new StringBuilder(256);
    write(out, fields.toTree());
    return out.toString();
  }

  /** An object that is written member by member, for those who would throw away a tree of it. */
  public static Members members() {
    return new Members();
  }

  /** What {@link Fields.Builder} keeps out of a tree is kept out here too. */
  public static final class Members {
    private final StringBuilder out = new StringBuilder(512);
    private String last = "";

    private Members() {}

    public Members put(String name, String text) {
      name(name);
      writeText(out, WellFormed.of(text));
      return this;
    }

    /**
     * @throws IllegalArgumentException if it has more than 53 bits
     */
    public Members put(String name, long whole) {
      long within = requireWhole(name, whole);
      name(name);
      out.append(within);
      return this;
    }

    /**
     * @param object its canonical text
     */
    public Members putWritten(String name, String object) {
      name(name);
      out.append(object);
      return this;
    }

    /**
     * @throws IllegalArgumentException unless it comes after all before it
     */
    private void name(String name) {
      if (last.compareTo(name) >= 0) {
        throw new IllegalArgumentException(name + " does not come after " + last);
      }
      out.append(last.isEmpty() ? '{' : ',');
      writeText(out, name);
      out.append(':');
      last = name;
    }

    /** The whole object. */
    public String end() {
      return last.isEmpty() ? "{}" : out.append('}').toString();
    }
  }

  static long requireWhole(String name, long value) {
    if (value > Fields.MAX_WHOLE || value < -Fields.MAX_WHOLE) {
      throw new IllegalArgumentException(name + " has more than 53 bits: " + value);
    }
    return value;
  }

  private static void write(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        writeText(out, (String) entry.getKey());
        out.append(':');
        write(out, entry.getValue());
        separator = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char separator = '[';
      for (Object element : list) {
        out.append(separator);
        write(out, element);
        separator = ',';
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      writeText(out, text);
    } else {
      out.append(value); // Long or Boolean: Fields holds nothing else
    }
  }

  private static void writeText(StringBuilder out, String text) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      text.chars().forEach(c -> write(out, (char) c));
    }
    out.append('"');
  }

  /** As nearly all is; it is copied as a whole. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void write(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < ' ') {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
