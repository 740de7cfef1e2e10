// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.nomenclature.Mdc;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;

/** An observation as the contract writes it ({@code pumps watch}); absent stays absent. */
public final class ObservationFields {

  private ObservationFields() {}

  public static Fields of(Observation observation) {
    Fields.Builder fields = Fields.builder().put("status", observation.status().wireName());
    observation.rate().ifPresent(q -> fields.put("rate", q, Mdc.FLOW_FLUID_PUMP.code()));
    observation
        .volumeInfused()
        .ifPresent(q -> fields.put("volume_infused", q, Mdc.VOL_FLUID_DELIV_TOTAL.code()));
    observation
        .vtbiRemaining()
        .ifPresent(q -> fields.put("vtbi_remaining", q, Mdc.VOL_FLUID_TBI_REMAIN.code()));
    observation.timeRemaining().ifPresent(t -> fields.put("time_remaining", t.toString()));
    observation.pressure().ifPresent(q -> fields.put("pressure", q));
    observation.drug().ifPresent(label -> fields.put("drug", label));
    if (!observation.alarms().isEmpty()) {
      fields.put("alarms", observation.alarms().stream().map(ObservationFields::of).toList());
    }
    return fields.build();
  }

  public static Fields of(PumpAlarm alarm) {
    Fields.Builder fields =
        Fields.builder()
            .put("code", alarm.code())
            .put("priority", alarm.priority().wireName())
            .put("text", alarm.text());
    alarm.mdc().ifPresent(code -> fields.put("mdc", code));
    return fields.build();
  }
}
