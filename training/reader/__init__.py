"""Makes `rag/models/reader.onnx` out of the practice stories: `make reader` trains, evaluates and exports."""
