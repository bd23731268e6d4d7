#pragma once

#include <string>

#include "tools/simulate/footage.hpp"

namespace nightjar {

/// A site file over the recordings, to stand beside them.
[[nodiscard]] std::string site_of_recordings(const FootageOptions& options);

/// A site file over the same footage served live.
[[nodiscard]] std::string site_of_cameras(const FootageOptions& options, int rtsp_port, int telemetry_port);

}  // namespace nightjar
