#pragma once

#include <memory>

#include "ingest/recording/recorder.hpp"

using GstElement = struct _GstElement;

namespace nightjar {

/// Has the recorder see what goes into the decoder: each encoded picture, and each hole that the network
/// left.
void tap_decoder(GstElement* decoder, const std::shared_ptr<Recorder>& recorder);

}  // namespace nightjar
