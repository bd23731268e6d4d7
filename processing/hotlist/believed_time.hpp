#pragma once

#include "ingest/frame.hpp"

namespace nightjar {

/// The instant by which entries count as in force: that of the capture where its clock is believed, else that
/// of arrival. A camera whose clock is a day ahead must not weed the lists.
[[nodiscard]] inline CaptureTime believed_time(CaptureTime captured_at, const CaptureClock& clock) {
  const bool own_clock = clock.source == ClockSource::ntp || clock.source == ClockSource::klv;
  if (clock.believed || !own_clock || !clock.offset) return captured_at;
  return captured_at - *clock.offset;
}

}  // namespace nightjar
