// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Between bytes on the wire and {@link KuraPayload}; reading is total. */
final class KuraCodec {
  /** The longest a payload may be, also once unpacked: a library of 8 MiB and what is around it. */
  static final int MAX_BYTES = 8 * 1024 * 1024 + 64 * 1024;

  private static final int MAX_METRICS = 128; // a birth certificate has about 35, an event ten

  private KuraCodec() {}

  /** Empty if these bytes are no payload that this server takes. */
  static Optional<KuraPayload> decode(byte[] wire) {
    if (wire.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return read(DynamicMessage.parseFrom(KuraSchema.PAYLOAD, unpacked(wire)));
    } catch (IOException e) { // also protobuf's own
      return Optional.empty();
    }
  }

  static byte[] encode(KuraPayload payload) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(KuraSchema.PAYLOAD);
    payload.timestamp().ifPresent(at -> message.setField(KuraSchema.TIMESTAMP, at));
    for (Map.Entry<String, Object> metric : payload.metrics().entrySet()) {
      message.addRepeatedField(KuraSchema.METRIC, encodeMetric(metric.getKey(), metric.getValue()));
    }
    if (payload.body().length() > 0) {
      message.setField(KuraSchema.BODY, ByteString.copyFrom(payload.body().toBuffer()));
    }
    return message.build().toByteArray();
  }

  private static Optional<KuraPayload> read(DynamicMessage message)
      throws InvalidProtocolBufferException {
    int count = message.getRepeatedFieldCount(KuraSchema.METRIC);
    if (count > MAX_METRICS) {
      return Optional.empty();
    }
    Map<String, Object> metrics = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      DynamicMessage metric = (DynamicMessage) message.getRepeatedField(KuraSchema.METRIC, i);
      int type = ((EnumValueDescriptor) metric.getField(KuraSchema.TYPE)).getNumber();
      FieldDescriptor field = KuraSchema.valueField(type);
      String name = (String) metric.getField(KuraSchema.NAME);
      Object value = metric.getField(field);
      boolean complete = metric.hasField(field);
      if (!complete || metrics.put(name, plain(value)) != null) {
        return Optional.empty(); // a metric without its value, or one name twice: which is meant?
      }
    }
    Optional<Long> timestamp =
        message.hasField(KuraSchema.TIMESTAMP)
            ? Optional.of((Long) message.getField(KuraSchema.TIMESTAMP))
            : Optional.empty();
    ByteString body = (ByteString) message.getField(KuraSchema.BODY);
    return Optional.of(new KuraPayload(timestamp, metrics, Bytes.of(body.toByteArray())));
  }

  private static Object plain(Object value) {
    return value instanceof ByteString bytes ? Bytes.of(bytes.toByteArray()) : value;
  }

  private static DynamicMessage encodeMetric(String name, Object value) {
    String type;
    Object wire = value;
    if (value instanceof String) {
      type = "STRING";
    } else if (value instanceof Long) {
      type = "INT64";
    } else if (value instanceof Integer) {
      type = "INT32";
    } else if (value instanceof Boolean) {
      type = "BOOL";
    } else if (value instanceof Bytes bytes) {
      type = "BYTES";
      wire = ByteString.copyFrom(bytes.toBuffer());
    } else {
      throw new IllegalArgumentException("this server sends no metric of " + value.getClass());
    }
    EnumValueDescriptor descriptor = KuraSchema.VALUE_TYPE.findValueByName(type);
    return DynamicMessage.newBuilder(KuraSchema.METRIC_TYPE)
        .setField(KuraSchema.NAME, name)
        .setField(KuraSchema.TYPE, descriptor)
        .setField(KuraSchema.valueField(descriptor.getNumber()), wire)
        .build();
  }

  /** Kura packs whole payloads when told to; the magic number tells. */
  private static byte[] unpacked(byte[] wire) throws IOException {
    boolean packed = wire.length > 2 && (wire[0] & 0xff) == 0x1f && (wire[1] & 0xff) == 0x8b;
    if (!packed) {
      return wire;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
      byte[] plain = in.readNBytes(MAX_BYTES + 1);
      if (plain.length > MAX_BYTES) {
        throw new IOException("unpacks to more than is allowed");
      }
      return plain;
    }
  }
}
