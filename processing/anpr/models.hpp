#pragma once

#include <cstddef>
#include <span>

namespace nightjar {

/// The networks in models/, built into the library (nightjar_embed_file in its CMakeLists.txt), so that a
/// program needs no files beside it. ONNX bytes, valid for ever; each has its card beside it in models/.
[[nodiscard]] std::span<const std::byte> plate_detector_model();
[[nodiscard]] std::span<const std::byte> plate_corners_model();
[[nodiscard]] std::span<const std::byte> plate_reader_model();

}  // namespace nightjar
