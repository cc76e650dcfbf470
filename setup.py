"""Packaging of Copydesk: `pip install .` gives the command `copydesk` and the package `pipeline`."""

from setuptools import find_packages, setup

setup(
    name="copydesk",
    version="0.1.0",
    description="News ingestion on Apache Beam: raw articles in, one clean Avro record per story out",
    python_requires=">=3.10",
    packages=[*find_packages(include=["pipeline", "pipeline.*"]), "pipeline.schemas"],
    package_dir={"pipeline": "pipeline", "pipeline.schemas": "schemas"},
    package_data={"pipeline.schemas": ["*.avsc"], "pipeline.news": ["tables/*.tsv"]},
    entry_points={"console_scripts": ["copydesk = pipeline.cli.main:command"]},
    install_requires=[
        "apache-beam>=2.77,<2.78",
        "avro>=1.12,<1.13",
        "backports.zstd>=1.0,<2; python_version < '3.14'",
        "chardet>=7.7,<8",
        "cramjam>=2.9,<3",
        "deflate>=0.9,<0.10",
        "fastavro>=1.12,<2",
        "google-re2>=1.1,<2",
        "numpy>=1.26,<3",
        "orjson>=3.10,<4",
        "pycld2>=0.42,<0.43",
        "zstandard>=0.23,<1",
    ],
    extras_require={
        "kafka": ["confluent-kafka>=2.6,<3"],
        "dev": [
            "confluent-kafka>=2.6,<3",
            "duckdb==1.4.4",  # the newest whose Avro extension is on PyPI
            "duckdb-ext-avro==1.4.4.20260205",
            "ftfy>=6.3,<7",
            "hypothesis>=6.100",
            "mypy>=1.13",
            "polars>=1.10",
            "pytest>=8",
            "python-snappy>=0.7",
            "ruff>=0.8",
            "setuptools>=70.1",
        ],
    },
)
