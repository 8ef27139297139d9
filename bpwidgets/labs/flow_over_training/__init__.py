"""FlowOverTrainingLab: how does the flow change while a net learns?"""
