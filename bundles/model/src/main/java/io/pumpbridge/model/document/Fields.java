// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.time.UtcText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON object without a JSON library: what a parser delivered (maps, lists, text, whole numbers,
 * booleans), read strictly and with the place of every complaint. Immutable; keys are sorted.
 *
 * <p>Half a surrogate pair has no UTF-8 and whole numbers beyond 2^53 are not the same in every
 * JSON reader, so neither can be in canonical bytes: what comes from outside is refused, and text
 * that the bridge itself puts into an event is repaired (U+FFFD), because no event may be lost.
 *
 * <p>Longer than other classes, because reader and builder share what nobody else may see.
 */
public final class Fields {
  /** RFC 8785 and I-JSON: the largest whole number that every reader takes for itself. */
  public static final long MAX_WHOLE = (1L << 53) - 1;

  private final String path;
  private final SortedMap<String, Object> values;

  private Fields(String path, SortedMap<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /**
   * Takes over a parsed tree.
   *
   * @throws DocumentException if it holds anything but maps with text keys, lists, well-formed
   *     text, whole numbers of at most 53 bits, and booleans; decimals travel as text
   */
  public static Fields from(Map<?, ?> tree) throws DocumentException {
    return from("$", tree);
  }

  /**
   * As {@link #from(Map)}, for a part of a document that is read by itself.
   *
   * @param path where it is, {@code $} being the whole
   */
  public static Fields from(String path, Map<?, ?> tree) throws DocumentException {
    if (tree == null) { // what readers make of the word null
      throw new DocumentException(path, "must be an object");
    }
    return new Fields(path, copy(path, tree));
  }

  public static Builder builder() {
    return new Builder();
  }

  private static SortedMap<String, Object> copy(String path, Map<?, ?> tree)
      throws DocumentException {
    TreeMap<String, Object> copy = new TreeMap<>();
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new DocumentException(path, "a key is not text");
      }
      requireWellFormed(path, key);
      copy.put(key, copyValue(path + "." + key, entry.getValue()));
    }
    return Collections.unmodifiableSortedMap(copy);
  }

  private static Object copyValue(String path, Object value) throws DocumentException {
    if (value instanceof Map<?, ?> map) {
      return copy(path, map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        copy.add(copyValue(path + "[" + i + "]", list.get(i)));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof String text) {
      requireWellFormed(path, text);
      return text;
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Long || value instanceof Integer) {
      long whole = ((Number) value).longValue();
      if (whole > MAX_WHOLE || whole < -MAX_WHOLE) {
        throw new DocumentException(path, "a whole number has at most 53 bits");
      }
      return whole;
    }
    throw new DocumentException(
        path, "only text, whole numbers, true, false, lists and objects are allowed here");
  }

  private static void requireWellFormed(String path, String text) throws DocumentException {
    if (!WellFormed.of(text).equals(text)) {
      throw new DocumentException(path, "half a surrogate pair is no text");
    }
  }

  public String path() {
    return path;
  }

  public Set<String> names() {
    return values.keySet();
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The plain tree, for writers: immutable maps, lists, text, {@code Long} and booleans. */
  public Map<String, Object> toTree() {
    return values;
  }

  /** For documents that a person wrote: a misspelt field is a mistake, not an extension. */
  public void refuseOthersThan(Set<String> known) throws DocumentException {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new DocumentException(place(name), "unknown field");
      }
    }
  }

  public String text(String name) throws DocumentException {
    return findText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> findText(String name) throws DocumentException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw new DocumentException(place(name), "must be text");
  }

  public long whole(String name) throws DocumentException {
    return findWhole(name).orElseThrow(() -> missing(name));
  }

  public Optional<Long> findWhole(String name) throws DocumentException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long whole) {
      return Optional.of(whole);
    }
    throw new DocumentException(place(name), "must be a whole number");
  }

  public Optional<Boolean> findFlag(String name) throws DocumentException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    throw new DocumentException(place(name), "must be true or false");
  }

  public Instant time(String name) throws DocumentException {
    String text = text(name);
    try {
      return UtcText.parse(text);
    } catch (DateTimeParseException e) {
      throw new DocumentException(place(name), "must be an ISO 8601 time in UTC, ending in Z");
    }
  }

  public Fields fields(String name) throws DocumentException {
    return findFields(name).orElseThrow(() -> missing(name));
  }

  public Optional<Fields> findFields(String name) throws DocumentException {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(asFields(place(name), value));
  }

  /** A list of objects; absent is an empty list. */
  public List<Fields> list(String name) throws DocumentException {
    List<Fields> result = new ArrayList<>();
    List<?> list = elements(name);
    for (int i = 0; i < list.size(); i++) {
      result.add(asFields(place(name) + "[" + i + "]", list.get(i)));
    }
    return result;
  }

  /** A list of texts; absent is an empty list. */
  public List<String> texts(String name) throws DocumentException {
    List<String> result = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof String text)) {
        throw new DocumentException(place(name), "must be a list of text");
      }
      result.add(text);
    }
    return result;
  }

  /** {@code {"value":"5.00","unit":"mL/h"}}: the decimal as text, the unit in UCUM. */
  public Quantity quantity(String name) throws DocumentException {
    return findQuantity(name).orElseThrow(() -> missing(name));
  }

  public Optional<Quantity> findQuantity(String name) throws DocumentException {
    Optional<Fields> found = findFields(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().toQuantity());
  }

  private Quantity toQuantity() throws DocumentException {
    String ucum = text("unit");
    Unit unit =
        Unit.find(ucum)
            .orElseThrow(() -> new DocumentException(place("unit"), "unknown unit '" + ucum + "'"));
    String decimal = text("value");
    return Quantity.from(decimal, unit)
        .orElseThrow(() -> new DocumentException(place("value"), "must be a plain decimal"));
  }

  private List<?> elements(String name) throws DocumentException {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new DocumentException(place(name), "must be a list");
  }

  @SuppressWarnings("unchecked") // copy() let nothing but text keys in
  private static Fields asFields(String path, Object value) throws DocumentException {
    if (value instanceof SortedMap<?, ?> map) {
      return new Fields(path, (SortedMap<String, Object>) map);
    }
    throw new DocumentException(path, "must be an object");
  }

  private String place(String name) {
    return path + "." + name;
  }

  private DocumentException missing(String name) {
    return new DocumentException(place(name), "is missing");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields && values.equals(fields.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return CanonicalJson.write(this);
  }

  /** Gathers fields; absent values are simply not put. */
  public static final class Builder {
    private final TreeMap<String, Object> values = new TreeMap<>();

    private Builder() {}

    public Builder put(String name, String value) {
      values.put(name, WellFormed.of(value));
      return this;
    }

    /**
     * @throws IllegalArgumentException if it has more than 53 bits
     */
    public Builder put(String name, long value) {
      values.put(name, CanonicalJson.requireWhole(name, value));
      return this;
    }

    public Builder put(String name, boolean value) {
      values.put(name, value);
      return this;
    }

    public Builder put(String name, Fields value) {
      values.put(name, value.values);
      return this;
    }

    public Builder put(String name, Instant value) {
      return put(name, UtcText.of(value));
    }

    public Builder put(String name, Quantity value) {
      return put(name, quantity(value).build());
    }

    /** A quantity that carries its IEEE 11073 code too. */
    public Builder put(String name, Quantity value, int mdc) {
      return put(name, quantity(value).put("mdc", mdc).build());
    }

    public Builder put(String name, List<Fields> list) {
      values.put(name, list.stream().map(Fields::toTree).toList());
      return this;
    }

    public Builder putTexts(String name, List<String> list) {
      values.put(name, list.stream().map(WellFormed::of).toList());
      return this;
    }

    public Builder putAll(Fields others) {
      values.putAll(others.values);
      return this;
    }

    public Fields build() {
      return new Fields("$", Collections.unmodifiableSortedMap(new TreeMap<>(values)));
    }

    private static Builder quantity(Quantity value) {
      return builder().put("value", value.value().toPlainString()).put("unit", value.unit().ucum());
    }
  }
}
